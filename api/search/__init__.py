"""Searching by name: indicators, datasets, items and departments, in Chinese, pinyin and English."""
