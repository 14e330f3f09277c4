# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""Exceptions of the configuration (contract 6.3)."""

from safeguard.sessions.plugin.exceptions import PluginSDKRuntimeError


class RequiredConfigurationSettingNotFound(PluginSDKRuntimeError):
    """An option without which the plugin cannot work is missing, or its secret is."""
