// SPDX-License-Identifier: Apache-2.0
/**
 * The same settings from a file or the environment, under the keys {@code message-security.*} of a MicroProfile Config.
 * The keys are named after the elements and attributes of WCF's {@code system.serviceModel}; an application that configures in
 * code needs neither this package nor the MicroProfile API.
 */
@NullMarked
package dev.wshttp.security.config;

import org.jspecify.annotations.NullMarked;
