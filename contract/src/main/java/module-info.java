// SPDX-License-Identifier: Apache-2.0
/** The calculator of WCF's samples: the service endpoint interface, its names, and the service that makes ports of it. */
module dev.wshttp.calculator {
    requires transitive jakarta.xml.ws;
    requires static org.jspecify;

    exports dev.wshttp.calculator;

    // The JAX-WS runtime and its JAXB, whichever they are, read and fill the bodies of messages by reflection.
    opens dev.wshttp.calculator.wire;
}
