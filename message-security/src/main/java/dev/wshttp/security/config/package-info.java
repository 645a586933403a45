// SPDX-License-Identifier: Apache-2.0
/**
 * Makes the feature of a client or a service from settings: from the keys {@code message-security.*} of a MicroProfile Config
 * ({@link dev.wshttp.security.config.MessageSecurityConfiguration}), or from an {@code App.config} or {@code Web.config} of WCF
 * ({@link dev.wshttp.security.config.ServiceModelConfigSource}). The keys have the names of the elements and attributes of WCF's
 * {@code system.serviceModel}. An application that configures in code needs neither this package nor the MicroProfile API.
 *
 * <p>{@code ConfiguredClient.fromFile} and {@code ConfiguredService.fromFile} read a file in one call. {@code SettingsSources} reads the
 * settings of a program that has keys of its own.
 */
@NullMarked
package dev.wshttp.security.config;

import org.jspecify.annotations.NullMarked;
