// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.wcfconfig.Rule.absent;
import static dev.wshttp.security.internal.wcfconfig.Rule.host;
import static dev.wshttp.security.internal.wcfconfig.Rule.ignored;
import static dev.wshttp.security.internal.wcfconfig.Rule.key;
import static dev.wshttp.security.internal.wcfconfig.Rule.none;
import static dev.wshttp.security.internal.wcfconfig.Rule.only;
import static dev.wshttp.security.internal.wcfconfig.Rule.read;
import static dev.wshttp.security.internal.wcfconfig.WcfType.AUDIT_LEVEL;
import static dev.wshttp.security.internal.wcfconfig.WcfType.FLAG;
import static dev.wshttp.security.internal.wcfconfig.WcfType.HTTP_ADDRESS;
import static dev.wshttp.security.internal.wcfconfig.WcfType.LISTEN_ADDRESS;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TEXT;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TIME;
import static dev.wshttp.security.internal.wcfconfig.WcfType.oneOf;

import dev.wshttp.security.audit.AuditTrail;
import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.util.List;

/** The elements of endpoints, of their behaviours, and of the sections around them, with WCF's defaults. */
final class EndpointElements {
    private static final String NO_STANDARD_ENDPOINTS = "write the endpoint out. Remove it.";
    private static final String NO_HEADERS = "an address is a URI here. Remove it.";
    private static final String NO_HTTPS = "the transport is http. Remove it.";
    private static final String SAME_BINDING = "metadata is read over plain HTTP at the address with ?wsdl. Remove it.";
    private static final String FIXED_PAGE = "the page is at the address itself. Remove it.";
    private static final String DOTNET_CODE = "it is .NET code. Do the same in Java, and remove it.";
    private static final String NO_ACCOUNTS = "there are no Windows accounts. Remove it.";
    private static final String LOGGING = "logging is set in logback.xml. Remove it.";
    private static final String IIS = "there is no IIS around the service. Remove it.";

    private static final Rule DATA_CONTRACTS = none(
            "dataContractSerializer",
            "JAXB reads and writes the contract's types. Remove it.",
            "maxItemsInObjectGraph",
            "65536",
            "ignoreExtensionDataObject",
            "false");

    static final ElementRules SERVICE_MODEL = ElementRules.of(
            "system.serviceModel",
            none("comContracts", DOTNET_CODE),
            none("commonBehaviors", "write the behaviour where it is used. Remove it."),
            none("diagnostics", LOGGING),
            none("extensions", DOTNET_CODE),
            // Both are for services without endpoints of their own, and for IIS.
            ignored("protocolMapping"),
            none("routing", "there is no router. Remove it."),
            ignored("serviceHostingEnvironment").on(Side.CLIENT),
            none(
                            "serviceHostingEnvironment",
                            IIS,
                            "multipleSiteBindingsEnabled",
                            "true",
                            "multipleSiteBindingsEnabled",
                            "false",
                            "aspNetCompatibilityEnabled",
                            "false",
                            "minFreeMemoryPercentageToActivateService",
                            "5",
                            "closeIdleServicesAtLowMemory",
                            "false")
                    .on(Side.SERVICE),
            none("standardEndpoints", NO_STANDARD_ENDPOINTS),
            none("tracking", DOTNET_CODE));

    static final ElementRules CLIENT_ENDPOINT = ElementRules.of(
            "endpoint",
            read("name"),
            read("contract"),
            key("address", HTTP_ADDRESS, "address"),
            read("binding"),
            read("bindingConfiguration"),
            read("behaviorConfiguration"),
            only("kind", TEXT, "", NO_STANDARD_ENDPOINTS),
            only("endpointConfiguration", TEXT, "", NO_STANDARD_ENDPOINTS),
            none("headers", NO_HEADERS));

    static final ElementRules ENDPOINT_BEHAVIOR = ElementRules.of(
            "behavior",
            read("name"),
            none("callbackDebug", "there are no callbacks. Remove it.", "includeExceptionDetailInFaults", "false"),
            DATA_CONTRACTS,
            none(
                    "dispatcherSynchronization",
                    DOTNET_CODE,
                    "asynchronousSendEnabled",
                    "false",
                    "maxPendingReceives",
                    "1"),
            absent("synchronousReceive", DOTNET_CODE),
            none("transactedBatching", "there are no transactions. Remove it."));

    static final ElementRules CLIENT_VIA = ElementRules.of("clientVia", key("viaUri", HTTP_ADDRESS, "via"));

    static final ElementRules SERVICE = ElementRules.of("service", read("name"), read("behaviorConfiguration"));

    static final ElementRules SERVICE_ENDPOINT = ElementRules.of(
            "endpoint",
            read("name"),
            read("contract"),
            read("address"),
            read("binding"),
            read("bindingConfiguration"),
            only("behaviorConfiguration", TEXT, "", "endpoint behaviours of a service have no equivalent. Remove it."),
            only(
                    "bindingName",
                    TEXT,
                    List.of("", "http://tempuri.org/"),
                    "the WSDL of the contract has its own names. Remove it."),
            only(
                    "bindingNamespace",
                    TEXT,
                    List.of("", "http://tempuri.org/"),
                    "the WSDL of the contract has its own names. Remove it."),
            only("endpointConfiguration", TEXT, "", NO_STANDARD_ENDPOINTS),
            only("isSystemEndpoint", FLAG, "false", NO_STANDARD_ENDPOINTS),
            read("kind"),
            key("listenUri", LISTEN_ADDRESS, "listen-uri"),
            only("listenUriMode", TEXT, "Explicit", "port 0 in listenUri takes a free one. Remove it."),
            none("headers", NO_HEADERS));

    static final ElementRules BASE_ADDRESS = ElementRules.of("add", read("baseAddress"));

    static final ElementRules HOST_TIMEOUTS = ElementRules.of(
            "timeouts",
            only("closeTimeout", TIME, "00:00:10", "the service ends when its calls have ended. Remove it."),
            only("openTimeout", TIME, "00:01:00", "the service listens at once or not at all. Remove it."));

    static final ElementRules SERVICE_BEHAVIOR = ElementRules.of(
            "behavior",
            read("name"),
            DATA_CONTRACTS,
            none(
                    "serviceAuthenticationManager",
                    DOTNET_CODE,
                    "serviceAuthenticationManagerType",
                    "",
                    "authenticationSchemes",
                    "None"),
            none("serviceThrottling", "set service.threads, message-security.session.max. Remove it."),
            none("serviceTimeouts", "there are no transactions. Remove it.", "transactionTimeout", "00:00:00"),
            absent("useRequestHeadersForMetadataAddress", "the document names the address of the endpoint. Remove it."),
            none("workflowRuntime", DOTNET_CODE));

    static final ElementRules SERVICE_SECURITY_AUDIT = ElementRules.of(
            "serviceSecurityAudit",
            key("messageAuthenticationAuditLevel", AUDIT_LEVEL, "audit.message-authentication"),
            key("serviceAuthorizationAuditLevel", AUDIT_LEVEL, "audit.service-authorization"),
            key("suppressAuditFailure", FLAG, "audit.suppress-failure"),
            only(
                    "auditLogLocation",
                    oneOf("Default", "Application", "Security"),
                    List.of("Default", "Application"),
                    "there is no protected log of Windows. The trail goes to the logger " + AuditTrail.LOGGER
                            + ": let logback.xml write it where only its readers may, and remove the attribute."));

    static final ElementRules SERVICE_AUTHORIZATION = ElementRules.of(
            "serviceAuthorization",
            read("principalPermissionMode"),
            // The file of roles is the only provider.
            read("roleProviderName"),
            only("impersonateCallerForAllOperations", FLAG, "false", NO_ACCOUNTS),
            only("impersonateOnSerializingReply", FLAG, "false", NO_ACCOUNTS),
            only("serviceAuthorizationManagerType", TEXT, "", DOTNET_CODE),
            none("authorizationPolicies", DOTNET_CODE));

    static final ElementRules SERVICE_METADATA = ElementRules.of(
            "serviceMetadata",
            host("httpGetEnabled", FLAG, "false"),
            read("httpGetUrl"),
            only("externalMetadataLocation", TEXT, "", "the document is made from the endpoint. Remove it."),
            only("httpGetBinding", TEXT, "", SAME_BINDING),
            only("httpGetBindingConfiguration", TEXT, "", SAME_BINDING),
            only("httpsGetEnabled", FLAG, "false", NO_HTTPS),
            only("httpsGetUrl", TEXT, "", NO_HTTPS),
            only("httpsGetBinding", TEXT, "", NO_HTTPS),
            only("httpsGetBindingConfiguration", TEXT, "", NO_HTTPS),
            only("policyVersion", TEXT, List.of("Default", "Policy12"), "the policy is of WS-Policy 1.2. Remove it."));

    static final ElementRules SERVICE_DEBUG = ElementRules.of(
            "serviceDebug",
            host("httpHelpPageEnabled", FLAG, "true"),
            only("httpHelpPageUrl", TEXT, "", FIXED_PAGE),
            only("httpHelpPageBinding", TEXT, "", FIXED_PAGE),
            only("httpHelpPageBindingConfiguration", TEXT, "", FIXED_PAGE),
            // There is no https, so it makes no difference.
            read("httpsHelpPageEnabled"),
            only("httpsHelpPageUrl", TEXT, "", NO_HTTPS),
            only("httpsHelpPageBinding", TEXT, "", NO_HTTPS),
            only("httpsHelpPageBindingConfiguration", TEXT, "", NO_HTTPS),
            only(
                    "includeExceptionDetailInFaults",
                    FLAG,
                    "false",
                    "faults never carry details; the log of the service has the reason. Remove it."));

    static final List<ElementRules> ALL = List.of(
            SERVICE_MODEL,
            CLIENT_ENDPOINT,
            ENDPOINT_BEHAVIOR,
            CLIENT_VIA,
            SERVICE,
            SERVICE_ENDPOINT,
            BASE_ADDRESS,
            HOST_TIMEOUTS,
            SERVICE_BEHAVIOR,
            SERVICE_SECURITY_AUDIT,
            SERVICE_AUTHORIZATION,
            SERVICE_METADATA,
            SERVICE_DEBUG);

    private EndpointElements() {}
}
