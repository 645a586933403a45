// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security;

/** How the messages of a binding are laid out on the wire (WCF: {@code WSMessageEncoding}). */
public enum WsMessageEncoding {
    /** One document; octets in it are base64. WCF's default. */
    TEXT,

    /** A MIME multipart (SOAP MTOM); octets of 768 bytes and more are parts of their own. Messages in text are read, too. */
    MTOM
}
