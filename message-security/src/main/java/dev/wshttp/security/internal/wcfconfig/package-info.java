// SPDX-License-Identifier: Apache-2.0
/**
 * Translates the section {@code system.serviceModel} of an {@code App.config} or {@code Web.config} of WCF into the keys
 * {@code message-security.*}: a class {@code *Section} for each section, and the tables {@code *Elements} with a row for each attribute.
 */
@NullMarked
package dev.wshttp.security.internal.wcfconfig;

import org.jspecify.annotations.NullMarked;
