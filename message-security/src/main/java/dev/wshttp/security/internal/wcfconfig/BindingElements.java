// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.settings.SettingKey.Side.CLIENT;
import static dev.wshttp.security.internal.settings.SettingKey.Side.SERVICE;
import static dev.wshttp.security.internal.wcfconfig.Rule.ignored;
import static dev.wshttp.security.internal.wcfconfig.Rule.key;
import static dev.wshttp.security.internal.wcfconfig.Rule.none;
import static dev.wshttp.security.internal.wcfconfig.Rule.only;
import static dev.wshttp.security.internal.wcfconfig.Rule.read;
import static dev.wshttp.security.internal.wcfconfig.WcfType.ALGORITHM_SUITE;
import static dev.wshttp.security.internal.wcfconfig.WcfType.COUNT;
import static dev.wshttp.security.internal.wcfconfig.WcfType.FLAG;
import static dev.wshttp.security.internal.wcfconfig.WcfType.MESSAGE_ENCODING;
import static dev.wshttp.security.internal.wcfconfig.WcfType.NUMBER;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TEXT;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TEXT_ENCODING;
import static dev.wshttp.security.internal.wcfconfig.WcfType.TIME;
import static dev.wshttp.security.internal.wcfconfig.WcfType.oneOf;

import java.util.List;

/** The elements below {@code wsHttpBinding} and {@code customBinding}, with WCF's defaults. */
final class BindingElements {
    private static final String JDK_HTTP = "the JDK's HTTP connections and servers have no such setting. Remove it.";
    private static final String NO_PROXY =
            "a client connects directly, or to where clientVia or message-security.via says. Remove it.";
    private static final String NO_TRANSACTIONS = "there are no WS-AtomicTransaction flows here. Remove it.";
    private static final String NO_RELIABLE_SESSION =
            "there is no WS-ReliableMessaging here. Switch it off on both sides.";
    private static final String AS_WSHTTP =
            "only what WSHttpBinding itself sends is supported. Use that on both sides.";
    private static final String ALWAYS_ON = "it is always so here. Remove it.";
    private static final String FIXED_TIME = "the time is fixed here. Remove it.";
    private static final String READERS = "readers are not pooled. Remove it.";
    private static final String WRITERS = "writers are not pooled. Remove it.";
    private static final String NO_COOKIES = "HTTP cookies are not kept. Remove it.";

    // It is about where a service listens; a client has nothing to compare.
    private static final WcfType HOST_NAMES = oneOf("StrongWildcard", "Exact", "WeakWildcard");
    private static final List<String> ANY_HOST = List.of("StrongWildcard", "WeakWildcard");

    static final List<Rule> TIMEOUTS = List.of(
            key("openTimeout", TIME, "open-timeout").on(CLIENT),
            only("openTimeout", TIME, "00:01:00", JDK_HTTP).on(SERVICE),
            // Closing has the timeouts of a call.
            ignored("closeTimeout", TIME),
            key("sendTimeout", TIME, "send-timeout").on(CLIENT),
            only("sendTimeout", TIME, "00:01:00", JDK_HTTP).on(SERVICE),
            // Only a client with reliable sessions uses it.
            ignored("receiveTimeout", TIME).on(CLIENT),
            key("receiveTimeout", TIME, "session.inactivity-timeout").on(SERVICE));

    static final ElementRules BINDING = ElementRules.of(
            "binding",
            read("name"),
            only("allowCookies", FLAG, "false", NO_COOKIES),
            // There is no proxy to bypass.
            ignored("bypassProxyOnLocal", FLAG),
            ignored("hostNameComparisonMode", HOST_NAMES).on(CLIENT),
            only("hostNameComparisonMode", HOST_NAMES, ANY_HOST, "set listenUri to the host to listen on. Remove it.")
                    .on(SERVICE),
            // Buffers are the garbage collector's.
            ignored("maxBufferPoolSize", NUMBER),
            key("maxReceivedMessageSize", COUNT, "max-received-message-bytes"),
            key("messageEncoding", MESSAGE_ENCODING, "message-encoding"),
            only("proxyAddress", TEXT, "", NO_PROXY),
            key("textEncoding", TEXT_ENCODING, "text-encoding"),
            only("transactionFlow", FLAG, "false", NO_TRANSACTIONS),
            only("useDefaultWebProxy", FLAG, "true", NO_PROXY));

    static final ElementRules RELIABLE_SESSION = ElementRules.of(
            "reliableSession",
            only("enabled", FLAG, "false", NO_RELIABLE_SESSION),
            // Without effect where it is off.
            ignored("ordered", FLAG),
            ignored("inactivityTimeout", TIME));

    static final ElementRules SECURITY = ElementRules.of(
            "security",
            only(
                    "mode",
                    oneOf("None", "Message", "Transport", "TransportWithMessageCredential"),
                    "Message",
                    "this is WCF's message security and nothing else. Use mode=\"Message\" on both sides."));

    // Without effect in SecurityMode.Message; svcutil writes it nevertheless.
    static final ElementRules TRANSPORT =
            ElementRules.of("transport", read("clientCredentialType"), read("proxyCredentialType"), read("realm"));

    static final ElementRules MESSAGE = ElementRules.of(
            "message",
            read("clientCredentialType"),
            key("negotiateServiceCredential", FLAG, "negotiate-service-credential"),
            key("establishSecurityContext", FLAG, "establish-security-context"),
            key("algorithmSuite", ALGORITHM_SUITE, "algorithm-suite"));

    static final ElementRules READER_QUOTAS = ElementRules.of(
            "readerQuotas",
            read("maxDepth"),
            read("maxStringContentLength"),
            read("maxArrayLength"),
            read("maxBytesPerRead"),
            read("maxNameTableCharCount"));

    static final ElementRules CUSTOM_SECURITY = ElementRules.of(
            "security",
            read("authenticationMode"),
            read("defaultAlgorithmSuite"),
            read("requireSignatureConfirmation"),
            only("allowInsecureTransport", FLAG, "false", AS_WSHTTP),
            only("allowSerializedSigningTokenOnReply", FLAG, "false", AS_WSHTTP),
            only("canRenewSecurityContextToken", FLAG, "true", AS_WSHTTP),
            only("enableUnsecuredResponse", FLAG, "false", "an unsecured answer is never accepted. Remove it."),
            only("includeTimestamp", FLAG, "true", AS_WSHTTP),
            only("keyEntropyMode", TEXT, "CombinedEntropy", AS_WSHTTP),
            only("messageProtectionOrder", TEXT, "SignBeforeEncryptAndEncryptSignature", AS_WSHTTP),
            only(
                    "messageSecurityVersion",
                    TEXT,
                    List.of(
                            "Default",
                            "WSSecurity11WSTrustFebruary2005WSSecureConversationFebruary2005WSSecurityPolicy11",
                            "WSSecurity11WSTrustFebruary2005WSSecureConversationFebruary2005WSSecurityPolicy11BasicSecurityProfile10"),
                    AS_WSHTTP),
            only("protectTokens", FLAG, "false", AS_WSHTTP),
            only("requireDerivedKeys", FLAG, "true", AS_WSHTTP),
            only("requireSecurityContextCancellation", FLAG, "true", AS_WSHTTP),
            only("securityHeaderLayout", TEXT, "Strict", AS_WSHTTP),
            none("issuedTokenParameters", "certificates are the only credentials. Remove it."));

    static final ElementRules LOCAL_CLIENT_SETTINGS = ElementRules.of(
            "localClientSettings",
            read("maxClockSkew"),
            read("replayCacheSize"),
            read("sessionKeyRenewalInterval"),
            read("sessionKeyRolloverInterval"),
            only("cacheCookies", FLAG, "true", ALWAYS_ON),
            only("cookieRenewalThresholdPercentage", NUMBER, "60", ALWAYS_ON),
            only("detectReplays", FLAG, "true", ALWAYS_ON),
            only("maxCookieCachingTime", TIME, "10675199.02:48:05.4775807", FIXED_TIME),
            read("reconnectTransportOnFailure"),
            only("replayWindow", TIME, "00:05:00", FIXED_TIME),
            only("timestampValidityDuration", TIME, "00:05:00", FIXED_TIME));

    static final ElementRules LOCAL_SERVICE_SETTINGS = ElementRules.of(
            "localServiceSettings",
            read("maxClockSkew"),
            read("replayCacheSize"),
            read("sessionKeyRenewalInterval"),
            read("sessionKeyRolloverInterval"),
            read("inactivityTimeout"),
            read("maxPendingSessions"),
            read("negotiationTimeout"),
            read("maxStatefulNegotiations"),
            read("issuedCookieLifetime"),
            read("maxCachedCookies"),
            only("detectReplays", FLAG, "true", ALWAYS_ON),
            read("reconnectTransportOnFailure"),
            only("replayWindow", TIME, "00:05:00", FIXED_TIME),
            only("timestampValidityDuration", TIME, "00:05:00", FIXED_TIME));

    static final ElementRules TEXT_MESSAGE_ENCODING = ElementRules.of(
            "textMessageEncoding",
            only("messageVersion", TEXT, List.of("Default", "Soap12WSAddressing10"), AS_WSHTTP),
            key("writeEncoding", TEXT_ENCODING, "text-encoding"),
            only("maxReadPoolSize", NUMBER, "64", READERS),
            only("maxWritePoolSize", NUMBER, "16", WRITERS));

    static final ElementRules MTOM_MESSAGE_ENCODING = ElementRules.of(
            "mtomMessageEncoding",
            only("messageVersion", TEXT, List.of("Default", "Soap12WSAddressing10"), AS_WSHTTP),
            key("writeEncoding", TEXT_ENCODING, "text-encoding"),
            read("maxBufferSize"),
            only("maxReadPoolSize", NUMBER, "64", READERS),
            only("maxWritePoolSize", NUMBER, "16", WRITERS));

    static final ElementRules HTTP_TRANSPORT = ElementRules.of(
            "httpTransport",
            key("maxReceivedMessageSize", COUNT, "max-received-message-bytes"),
            read("maxBufferSize"),
            only("maxBufferPoolSize", NUMBER, "524288", "buffers are the garbage collector's. Remove it."),
            only("allowCookies", FLAG, "false", NO_COOKIES),
            only("authenticationScheme", TEXT, "Anonymous", "messages prove who sends them. Remove it."),
            only("bypassProxyOnLocal", FLAG, "false", NO_PROXY),
            only("decompressionEnabled", FLAG, "true", JDK_HTTP),
            ignored("hostNameComparisonMode", HOST_NAMES).on(CLIENT),
            only("hostNameComparisonMode", HOST_NAMES, ANY_HOST, "set listenUri to the host to listen on. Remove it.")
                    .on(SERVICE),
            only("keepAliveEnabled", FLAG, "true", JDK_HTTP),
            only("manualAddressing", FLAG, "false", AS_WSHTTP),
            only("maxPendingAccepts", NUMBER, "0", JDK_HTTP),
            only("proxyAddress", TEXT, "", NO_PROXY),
            only("proxyAuthenticationScheme", TEXT, "Anonymous", NO_PROXY),
            only("realm", TEXT, "", "messages prove who sends them. Remove it."),
            only("requestInitializationTimeout", TIME, "00:00:00", JDK_HTTP),
            only("transferMode", TEXT, "Buffered", "messages are read whole before they are trusted. Remove it."),
            only("unsafeConnectionNtlmAuthentication", FLAG, "false", "there is no NTLM. Remove it."),
            only("useDefaultWebProxy", FLAG, "true", NO_PROXY));

    static final List<ElementRules> ALL = List.of(
            new ElementRules("binding", TIMEOUTS),
            BINDING,
            RELIABLE_SESSION,
            SECURITY,
            TRANSPORT,
            MESSAGE,
            READER_QUOTAS,
            CUSTOM_SECURITY,
            LOCAL_CLIENT_SETTINGS,
            LOCAL_SERVICE_SETTINGS,
            TEXT_MESSAGE_ENCODING,
            MTOM_MESSAGE_ENCODING,
            HTTP_TRANSPORT);

    private BindingElements() {}
}
