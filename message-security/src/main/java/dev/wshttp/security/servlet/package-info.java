// SPDX-License-Identifier: Apache-2.0
/** Serves a secured endpoint in any servlet container (Jakarta Servlet 6.0, chapter 2.3.3.3, asynchronous processing). */
@NullMarked
package dev.wshttp.security.servlet;

import org.jspecify.annotations.NullMarked;
