"""Disclosure requests (依申请公开) as people follow them: strips, explainer, annual report.

The law itself is in `data.rules.disclosure`; here it is applied to what the store knows.
"""
