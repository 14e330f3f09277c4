# SPDX-FileCopyrightText: 2026 The plugin-executor authors
# SPDX-License-Identifier: Apache-2.0
"""What stands behind `safeguard.sessions.plugin`; plugins use it in tests alone (contract 6.12)."""
