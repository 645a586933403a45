// SPDX-License-Identifier: Apache-2.0
/** A program of modules that serves the calculator and calls it. */
module com.example.calculator {
    requires dev.wshttp.calculator;
    requires dev.wshttp.certs;
    requires dev.wshttp.security;
    requires jakarta.annotation;
    requires jdk.httpserver;

    // The JAX-WS RI sets the context of the endpoint by reflection, and calls it from a class without a module.
    opens com.example.calculator;
}
