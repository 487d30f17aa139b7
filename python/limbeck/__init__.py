"""limbeck's Python side: runs revision scripts and env.py for the engine, which is the `limbeck` program."""

import os

HERE = os.path.dirname(os.path.abspath(__file__))
