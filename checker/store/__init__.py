"""Inspections, answers, waivers and policies on disk."""
