// SPDX-License-Identifier: Apache-2.0
/**
 * What an endpoint does with the requests that it receives, for those who watch it: metrics, an audit trail, or a listener of one's own. Each fact is
 * told once and in one place; nothing here changes what is accepted.
 */
@NullMarked
package dev.wshttp.security.events;

import org.jspecify.annotations.NullMarked;
