// SPDX-License-Identifier: Apache-2.0
/**
 * What follows from the octets of messages: envelopes (SOAP 1.2, WS-Addressing 1.0), signatures and encrypted parts (WS-Security 1.0 and 1.1, XML
 * Signature, XML Encryption), keys and where they come from (WS-SecureConversation and WS-Trust, February 2005), and what differs from WCF's form.
 */
@NullMarked
package dev.wshttp.explain.internal.message;

import org.jspecify.annotations.NullMarked;
