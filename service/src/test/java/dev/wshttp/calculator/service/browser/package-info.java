// SPDX-License-Identifier: Apache-2.0
/** The page of the service in Chromium. */
@NullMarked
package dev.wshttp.calculator.service.browser;

import org.jspecify.annotations.NullMarked;
