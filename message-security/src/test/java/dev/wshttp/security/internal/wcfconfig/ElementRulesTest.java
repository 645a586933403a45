// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static dev.wshttp.security.internal.settings.SettingKey.Side.CLIENT;
import static dev.wshttp.security.internal.settings.SettingKey.Side.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.config.ServiceModelConfigSource;
import dev.wshttp.security.internal.settings.SettingKey.Side;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What has no equivalent is accepted at WCF's default and refused otherwise, row by row of the tables. */
class ElementRulesTest {
    private static final WcfFile CUSTOM_CLIENT = WcfFile.CLIENT.withCustomBinding("""
            <security authenticationMode="MutualSslNegotiated"><localClientSettings></localClientSettings></security>
            <textMessageEncoding></textMessageEncoding>
            <httpTransport></httpTransport>
            """);
    private static final WcfFile CUSTOM_SERVICE = WcfFile.SERVICE.withCustomBinding("""
            <security authenticationMode="MutualSslNegotiated"><localServiceSettings></localServiceSettings></security>
            <httpTransport></httpTransport>
            """);
    private static final ElementRules TIMEOUTS = new ElementRules("binding", BindingElements.TIMEOUTS);
    private static final String SERVICE_CERTIFICATE_OF_CLIENT = "<serviceCertificate>";

    /** An element, and a file that has it once with nothing of it said. */
    private record Place(ElementRules rules, Side side, WcfFile file) {}

    /** A row, and where it is tried. */
    private record Row(Rule rule, Place place) {
        @Override
        public String toString() {
            return place.side + ": <" + place.rules.element() + "> " + rule.name();
        }
    }

    @TempDir
    Path directory;

    static Stream<Place> places() {
        return Stream.of(
                new Place(EndpointElements.SERVICE_MODEL, CLIENT, WcfFile.CLIENT),
                new Place(EndpointElements.CLIENT_ENDPOINT, CLIENT, WcfFile.CLIENT),
                new Place(EndpointElements.ENDPOINT_BEHAVIOR, CLIENT, WcfFile.CLIENT),
                new Place(
                        EndpointElements.CLIENT_VIA,
                        CLIENT,
                        WcfFile.CLIENT.with("<clientCredentials>", "<clientVia></clientVia><clientCredentials>")),
                new Place(EndpointElements.SERVICE, SERVICE, WcfFile.SERVICE),
                new Place(
                        EndpointElements.SERVICE_ENDPOINT,
                        SERVICE,
                        WcfFile.SERVICE.with(
                                "bindingConfiguration=\"Secured\"/>", "bindingConfiguration=\"Secured\"></endpoint>")),
                new Place(
                        EndpointElements.BASE_ADDRESS,
                        SERVICE,
                        host("<baseAddresses><add baseAddress=\"net.tcp://localhost/\"></add></baseAddresses>")),
                new Place(EndpointElements.HOST_TIMEOUTS, SERVICE, host("<timeouts></timeouts>")),
                new Place(EndpointElements.SERVICE_BEHAVIOR, SERVICE, WcfFile.SERVICE),
                new Place(
                        EndpointElements.SERVICE_AUTHORIZATION,
                        SERVICE,
                        WcfFile.SERVICE.with(
                                "<serviceMetadata/>",
                                "<serviceMetadata/><serviceAuthorization></serviceAuthorization>")),
                new Place(
                        EndpointElements.SERVICE_METADATA,
                        SERVICE,
                        WcfFile.SERVICE.with("<serviceMetadata/>", "<serviceMetadata></serviceMetadata>")),
                new Place(
                        EndpointElements.SERVICE_DEBUG,
                        SERVICE,
                        WcfFile.SERVICE.with("<serviceDebug/>", "<serviceDebug></serviceDebug>")),
                new Place(
                        EndpointElements.SERVICE_SECURITY_AUDIT,
                        SERVICE,
                        WcfFile.SERVICE.with(
                                "<serviceDebug/>", "<serviceDebug/><serviceSecurityAudit></serviceSecurityAudit>")),
                new Place(TIMEOUTS, CLIENT, WcfFile.CLIENT),
                new Place(TIMEOUTS, SERVICE, WcfFile.SERVICE),
                new Place(TIMEOUTS, CLIENT, CUSTOM_CLIENT),
                new Place(BindingElements.BINDING, CLIENT, WcfFile.CLIENT),
                new Place(
                        BindingElements.RELIABLE_SESSION,
                        CLIENT,
                        WcfFile.CLIENT.with("<security>", "<reliableSession></reliableSession><security>")),
                new Place(BindingElements.SECURITY, CLIENT, WcfFile.CLIENT),
                new Place(
                        BindingElements.TRANSPORT,
                        CLIENT,
                        WcfFile.CLIENT.with("<security>", "<security><transport></transport>")),
                new Place(
                        BindingElements.MESSAGE,
                        CLIENT,
                        WcfFile.CLIENT.with("\"Certificate\"/>", "\"Certificate\"></message>")),
                new Place(
                        BindingElements.READER_QUOTAS,
                        CLIENT,
                        WcfFile.CLIENT.with("<security>", "<readerQuotas></readerQuotas><security>")),
                new Place(BindingElements.CUSTOM_SECURITY, CLIENT, CUSTOM_CLIENT),
                new Place(BindingElements.LOCAL_CLIENT_SETTINGS, CLIENT, CUSTOM_CLIENT),
                new Place(BindingElements.LOCAL_SERVICE_SETTINGS, SERVICE, CUSTOM_SERVICE),
                new Place(BindingElements.TEXT_MESSAGE_ENCODING, CLIENT, CUSTOM_CLIENT),
                new Place(
                        BindingElements.MTOM_MESSAGE_ENCODING,
                        CLIENT,
                        CUSTOM_CLIENT.with(
                                "<textMessageEncoding></textMessageEncoding>",
                                "<mtomMessageEncoding></mtomMessageEncoding>")),
                new Place(BindingElements.HTTP_TRANSPORT, CLIENT, CUSTOM_CLIENT),
                new Place(CredentialElements.CLIENT_CREDENTIALS, CLIENT, WcfFile.CLIENT),
                new Place(
                        CredentialElements.CLIENT_CERTIFICATE,
                        CLIENT,
                        WcfFile.CLIENT.with("Cohowinery.com\"/>", "Cohowinery.com\"></clientCertificate>")),
                new Place(CredentialElements.SERVICE_CERTIFICATE_OF_CLIENT, CLIENT, WcfFile.CLIENT),
                new Place(
                        CredentialElements.DEFAULT_CERTIFICATE,
                        CLIENT,
                        WcfFile.CLIENT.with(
                                SERVICE_CERTIFICATE_OF_CLIENT,
                                SERVICE_CERTIFICATE_OF_CLIENT + "<defaultCertificate></defaultCertificate>")),
                new Place(
                        CredentialElements.SCOPED_CERTIFICATE,
                        CLIENT,
                        WcfFile.CLIENT.with(
                                SERVICE_CERTIFICATE_OF_CLIENT,
                                SERVICE_CERTIFICATE_OF_CLIENT
                                        + "<scopedCertificates><add targetUri=\"http://other/\"></add></scopedCertificates>")),
                new Place(CredentialElements.AUTHENTICATION_OF_SERVICE, CLIENT, authentication(WcfFile.CLIENT)),
                new Place(CredentialElements.SERVICE_CREDENTIALS, SERVICE, WcfFile.SERVICE),
                new Place(
                        CredentialElements.SERVICE_CERTIFICATE,
                        SERVICE,
                        WcfFile.SERVICE.with("Contoso.com\"/>", "Contoso.com\"></serviceCertificate>")),
                new Place(CredentialElements.CLIENT_CERTIFICATE_OF_SERVICE, SERVICE, WcfFile.SERVICE),
                new Place(CredentialElements.AUTHENTICATION_OF_CLIENT, SERVICE, authentication(WcfFile.SERVICE)),
                new Place(CredentialElements.IDENTITY, CLIENT, WcfFile.CLIENT),
                new Place(
                        CredentialElements.DNS,
                        CLIENT,
                        WcfFile.CLIENT.with("<dns value=\"Contoso.com\"/>", "<dns value=\"Contoso.com\"></dns>")),
                new Place(
                        CredentialElements.CERTIFICATE,
                        CLIENT,
                        WcfFile.CLIENT.with("<dns value=\"Contoso.com\"/>", "<certificate></certificate>")),
                new Place(
                        CredentialElements.CERTIFICATE_REFERENCE,
                        CLIENT,
                        WcfFile.CLIENT.with(
                                "<dns value=\"Contoso.com\"/>", "<certificateReference></certificateReference>")));
    }

    static Stream<Row> attributesWithoutTwin() {
        return rows().filter(row -> only(row).isPresent());
    }

    static Stream<Row> elementsWithoutTwin() {
        return rows().filter(row -> row.rule() instanceof Rule.None);
    }

    static Stream<Row> elementsThatMayBeEmpty() {
        return elementsWithoutTwin().filter(row -> ((Rule.None) row.rule()).mayBeEmpty());
    }

    @ParameterizedTest
    @MethodSource("attributesWithoutTwin")
    void acceptsWcfsDefault(Row row) {
        for (String standard : only(row).orElseThrow().accepted()) {
            assertThat(read(row.place(), withAttribute(row, standard)).getPropertyNames())
                    .as(standard)
                    .isEqualTo(read(row.place(), row.place().file()).getPropertyNames());
        }
    }

    @ParameterizedTest
    @MethodSource("attributesWithoutTwin")
    void refusesAnythingElse(Row row) {
        String other = other(only(row).orElseThrow());
        WcfFile file = withAttribute(row, other);

        assertThat(problems(row.place(), file))
                .startsWith("There is a problem")
                .contains(", line " + line(file, row.rule().name() + "=\"" + other) + ", <"
                        + row.place().rules().element() + " " + row.rule().name() + "=\"" + other
                        + "\"> is not supported"
                        + " (expected '")
                .endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("elementsThatMayBeEmpty")
    void acceptsEmptyElements(Row row) {
        assertThat(read(row.place(), withChild(row, "<" + row.rule().name() + "/>"))
                        .getPropertyNames())
                .isEqualTo(read(row.place(), row.place().file()).getPropertyNames());
    }

    @ParameterizedTest
    @MethodSource("elementsWithoutTwin")
    void refusesElementsThatSayAnything(Row row) {
        WcfFile file = withChild(row, "<" + row.rule().name() + " any=\"thing\"/>");

        assertThat(problems(row.place(), file))
                .startsWith("There is a problem")
                .contains(", line " + line(file, "any=\"thing\"") + ", <"
                        + row.rule().name() + "> is not supported")
                .endsWith(".");
    }

    @ParameterizedTest
    @MethodSource("places")
    void tellsAttributesThatItDoesNotKnow(Place place) {
        String name = place.rules().element();
        WcfFile file = new WcfFile(
                place.file().xml().replaceFirst("<" + name + "(?=[ >])", "<" + name + " surprise=\"1\""),
                place.file().outside());

        if (place.rules().rules().stream().noneMatch(rule -> rule.name().equals("targetUri"))) {
            assertThat(problems(place, file))
                    .contains(", line " + line(file, "surprise") + ", <" + name
                            + " surprise=\"...\"> is not supported here");
        }
    }

    @Test
    void triesEveryTable() {
        Set<ElementRules> tried = new HashSet<>(places().map(Place::rules).toList());

        assertThat(tried)
                .containsAll(BindingElements.ALL)
                .containsAll(EndpointElements.ALL)
                .containsAll(CredentialElements.ALL);
    }

    private static Stream<Row> rows() {
        return places().flatMap(place -> place.rules().rules().stream().map(rule -> new Row(rule, place)));
    }

    private static Optional<Rule.Only> only(Row row) {
        Rule rule = row.rule() instanceof Rule.OneSide one
                        && one.side() == row.place().side()
                ? one.rule()
                : row.rule();
        return rule instanceof Rule.Only only ? Optional.of(only) : Optional.empty();
    }

    private static String other(Rule.Only rule) {
        return Stream.of("true", "false", "00:00:07", "7", "Mtom", "Transport", "Security", "other")
                .filter(value -> rule.type().translate(value).isPresent())
                .filter(value -> !rule.accepted().contains(value))
                .findFirst()
                .orElseThrow();
    }

    private static WcfFile withAttribute(Row row, String value) {
        String element = row.place().rules().element();
        return new WcfFile(
                row.place()
                        .file()
                        .xml()
                        .replaceFirst(
                                "<" + element + "(?=[ >])",
                                "<" + element + " " + row.rule().name() + "=\"" + value + "\""),
                row.place().file().outside());
    }

    private static WcfFile withChild(Row row, String child) {
        String end = "</" + row.place().rules().element() + ">";
        return row.place().file().with(end, child + end);
    }

    private static WcfFile host(String content) {
        return WcfFile.SERVICE.with("<endpoint ", "<host>" + content + "</host><endpoint ");
    }

    private static WcfFile authentication(WcfFile file) {
        return file.with("revocationMode=\"NoCheck\"/>", "revocationMode=\"NoCheck\"></authentication>");
    }

    private static long line(WcfFile file, String text) {
        int tag = file.xml().lastIndexOf('<', file.xml().indexOf(text));
        return file.xml().substring(0, tag).lines().count() + (file.xml().charAt(tag - 1) == '\n' ? 1 : 0);
    }

    private String problems(Place place, WcfFile file) {
        ThrowingCallable reading = () -> read(place, file);
        return WcfFile.problems(directory, reading);
    }

    private ServiceModelConfigSource read(Place place, WcfFile file) {
        return place.side() == CLIENT ? file.asClient(directory) : file.asService(directory);
    }
}
