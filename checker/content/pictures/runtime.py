"""The one door to onnxruntime. It is imported nowhere else (ruff's TID251 holds that): what it would send is off here.

On Linux, releases from 1.29 on post events and a device id to their maker unless the variable is set before the import
(microsoft/onnxruntime, pull request 27379). On Windows every release hands events to the system's own tracing, which
may pass them on; the call ends that.
"""

from __future__ import annotations

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime

onnxruntime.disable_telemetry_events()

InferenceSession = onnxruntime.InferenceSession
SessionOptions = onnxruntime.SessionOptions
