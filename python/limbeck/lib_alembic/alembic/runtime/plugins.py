"""Plugins of autogenerate, by name."""

from limbeck.missing import raise_for


class Plugin:
    """Holds functions of an extension; they are recorded."""

    _registered = {}

    def __init__(self, name):
        self.name = name
        Plugin._registered[name] = self

    @classmethod
    def setup_plugin_from_module(cls, module, name):
        """Have a module's setup(plugin) register what it brings."""
        plugin = cls(name)
        module.setup(plugin)
        return plugin


__getattr__ = raise_for(__name__)
