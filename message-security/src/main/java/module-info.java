// SPDX-License-Identifier: Apache-2.0
/**
 * WCF's {@code WSHttpBinding} with {@code SecurityMode.Message} and client certificates, as a feature of the JAX-WS RI. What is not
 * exported may change in any release.
 */
module dev.wshttp.security {
    requires com.ctc.wstx;
    requires com.github.benmanes.caffeine;
    requires com.sun.xml.ws;
    requires java.naming;
    requires jdk.httpserver;
    requires org.slf4j;
    requires transitive jakarta.xml.ws;
    requires static org.jspecify;

    // For dev.wshttp.security.servlet. Not transitively: a program without it would not compile.
    requires static jakarta.servlet;

    // For dev.wshttp.security.config. Not transitively, as above.
    requires static org.eclipse.microprofile.config;

    // For dev.wshttp.security.metrics.
    requires static micrometer.core;

    // For the reference engine.
    requires static java.xml.crypto;
    requires static org.apache.santuario.xmlsec;
    requires static org.apache.wss4j.common;
    requires static org.apache.wss4j.dom;

    exports dev.wshttp.security;
    exports dev.wshttp.security.algorithm;
    exports dev.wshttp.security.audit;
    exports dev.wshttp.security.config;
    exports dev.wshttp.security.context;
    exports dev.wshttp.security.credential;
    exports dev.wshttp.security.events;
    exports dev.wshttp.security.host;
    exports dev.wshttp.security.instances;
    exports dev.wshttp.security.metrics;
    exports dev.wshttp.security.policy;
    exports dev.wshttp.security.protection;
    exports dev.wshttp.security.servlet;

    // The settings message-security.cluster.* choose it.
    uses dev.wshttp.security.instances.ServiceInstancesProvider;

    // The RI makes the validator that the feature names.
    opens dev.wshttp.security.internal.jaxws to
            com.sun.xml.ws;

    // On the class path, META-INF/services says the same.
    provides com.sun.xml.ws.api.pipe.TransportTubeFactory with
            dev.wshttp.security.internal.jaxws.SecuredTransports;
    provides com.sun.xml.ws.assembler.dev.TubelineAssemblyDecorator with
            dev.wshttp.security.internal.jaxws.MessageSecurityDecorator;
    provides com.sun.xml.ws.policy.spi.PolicyAssertionValidator with
            dev.wshttp.security.internal.jaxws.WcfAssertions;
}
