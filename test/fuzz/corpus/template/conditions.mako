a
% if upgrades:
  yes ${upgrades}
% elif down_revision is None and not imports:
  no
% else:
  else
% endif
end