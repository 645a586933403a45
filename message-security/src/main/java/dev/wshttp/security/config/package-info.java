// SPDX-License-Identifier: Apache-2.0
/**
 * The same settings from a file or the environment, under the keys {@code message-security.*} of a MicroProfile Config.
 * The keys are named after the elements and attributes of WCF's {@code system.serviceModel}; an application that configures in
 * code needs neither this package nor the MicroProfile API.
 *
 * <p>Two halves. {@code MessageSecurityConfiguration} reads the keys, a class {@code *Settings} for each group of them. {@code
 * ServiceModelConfigSource} makes such keys of an {@code App.config} or {@code Web.config} of WCF: a class {@code *Section} for each
 * section, and the tables {@code *Elements}, a row for each attribute.
 */
@NullMarked
package dev.wshttp.security.config;

import org.jspecify.annotations.NullMarked;
