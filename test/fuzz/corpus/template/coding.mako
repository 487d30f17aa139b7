## -*- coding: utf-8 -*-
first