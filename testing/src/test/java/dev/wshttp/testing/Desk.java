// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.testing;

import jakarta.jws.WebParam;
import jakarta.jws.WebService;

/** A contract of a project: nothing about it is written down but the names that JAX-WS makes of it. */
@WebService
interface Desk {
    String NAMESPACE = "http://testing.wshttp.dev/";

    String ask(@WebParam(name = "question") String question, @WebParam(name = "Tenant", header = true) String tenant);

    void tell(@WebParam(name = "text") String text);
}
