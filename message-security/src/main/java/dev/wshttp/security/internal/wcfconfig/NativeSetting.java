// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

/**
 * The value of a native key, and its origin in a configuration file of WCF.
 *
 * @param value in the form of a settings file
 * @param origin the line and the element
 */
record NativeSetting(String value, String origin) {}
