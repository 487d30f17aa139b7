%% literal
line