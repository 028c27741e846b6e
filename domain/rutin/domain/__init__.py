"""The core of Rutin: values, facts, decisions, folds and provisions; no framework, no clock, no chance."""
