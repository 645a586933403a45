// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.application;

import static dev.wshttp.security.application.Use.use;

import jakarta.activation.DataHandler;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.xml.ws.Holder;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** Calls of a contract: types, headers, one-way, faults, asynchronous calls. */
final class CallUses {
    private static final String EXOTIC = " a\tb\nc\r\nd & < > ' \" ]]> \u00e9 \u2028 \ufdd0 \uD83D\uDE00 ";

    private CallUses() {}

    static Stream<Use> all() {
        return Stream.concat(calls(), faults());
    }

    private static Stream<Use> calls() {
        return Stream.of(
                use("a text", "hello", site -> String.valueOf(site.shop().echo("hello"))),
                use(
                        "a text of every kind",
                        EXOTIC,
                        site -> String.valueOf(site.shop().echo(EXOTIC))),
                use("an empty text", "", site -> String.valueOf(site.shop().echo(""))),
                use("no text", "null", site -> String.valueOf(site.shop().echo(null))),
                use("a value", "Order74null1.50[1, 2][a, b]nullnull", site -> {
                    return site.shop().twice(order(new Order())).toString();
                }),
                use(
                        "a value of a type that derives from the declared one",
                        "GiftOrder74null1.50[1, 2][a, b]nullnullhi",
                        site -> {
                            var gift = new GiftOrder();
                            gift.setCard("hi");
                            return site.shop().twice(order(gift)).toString();
                        }),
                use("anything", "Order74null1.50[1, 2][a, b]2026null", site -> {
                    Order order = order(new Order());
                    order.anything = 2026L;
                    return site.shop().twice(order).toString();
                }),
                use("an element of another schema", "Order74null1.50[1, 2][a, b]nullurn:otherx", site -> {
                    Order order = order(new Order());
                    order.other = Xml.element("<o:any xmlns:o='urn:other' o:a='1'>x</o:any>");
                    return site.shop().twice(order).toString();
                }),
                use("@XmlMimeType", "[3, 2, 1]", site -> {
                    var octets = new DataHandler(new ByteArrayDataSource(new byte[] {1, 2, 3}, "text/x"));
                    DataHandler answer = site.shop().reverse(octets);
                    return Arrays.toString(answer.getInputStream().readAllBytes());
                }),
                use("@WebParam(header=true)", "EN Ann, clerk of en", site -> {
                    var clerk = new Holder<String>();
                    return site.shop().greet("Ann", "en", clerk) + ", " + clerk.value;
                }),
                use("holders", "b, a", site -> {
                    var one = new Holder<>("a");
                    var other = new Holder<>("b");
                    site.shop().swap(one, other);
                    return one.value + ", " + other.value;
                }),
                use("empty bodies", "x", site -> {
                    site.publish("/bare", new Bare.Endpoint(), List.of());
                    var bare = site.at(
                            "/bare", site.serviceAt("/bare", Bare.SERVICE).getPort(Bare.class, site.forClient()));
                    bare.put("x");
                    return bare.take();
                }),
                use("@Oneway", "2", site -> {
                    Shop shop = site.shopAt("/rings", new ShopEndpoint(), List.of());
                    shop.ring();
                    shop.ring();
                    return String.valueOf(shop.rings());
                }),
                use(
                        "asked later",
                        "later",
                        site -> String.valueOf(site.asyncShop()
                                .echoAsync("later")
                                .get(30, TimeUnit.SECONDS)
                                .getReturn())),
                use("told when done", "told", site -> {
                    var told = new CompletableFuture<String>();
                    site.asyncShop()
                            .echoAsync(
                                    "told",
                                    answer -> complete(
                                            told,
                                            () -> String.valueOf(answer.get().getReturn())))
                            .get(30, TimeUnit.SECONDS);
                    return told.get(30, TimeUnit.SECONDS);
                }));
    }

    /** Tells a test what a callback got. */
    static void complete(CompletableFuture<String> told, Callable<String> answer) {
        try {
            told.complete(answer.call());
        } catch (Exception failed) {
            told.completeExceptionally(failed);
        }
    }

    private static Stream<Use> faults() {
        return Stream.of(
                use("a declared fault", "none left of <tea>: tea, 3", site -> {
                    try {
                        site.shop().sell("tea");
                        return "sold";
                    } catch (SoldOutException fault) {
                        return fault.getMessage() + ": " + fault.getFaultInfo().getArticle() + ", "
                                + fault.getFaultInfo().getLeft();
                    }
                }),
                use("a fault", "Sender [] reason of plain, no detail", site -> refused(site, "plain")),
                use(
                        "a fault with subcodes",
                        "Sender [{" + Shop.NAMESPACE
                                + "}Closed, {urn:test:inner}OnSunday] reason of subcode, no detail",
                        site -> refused(site, "subcode")),
                use(
                        "a fault with detail",
                        "Receiver [] reason of receiver detail, Until noon UTC, More later",
                        site -> refused(site, "receiver detail")));
    }

    private static String refused(Site site, String kind) throws Exception {
        try {
            site.shop().refuse(kind);
            return "not refused";
        } catch (SOAPFaultException refused) {
            return described(refused);
        }
    }

    static String described(SOAPFaultException refused) throws Exception {
        var fault = refused.getFault();
        var codes = new StringBuilder();
        for (Iterator<QName> all = fault.getFaultSubcodes(); all.hasNext(); ) {
            codes.append(codes.isEmpty() ? "" : ", ").append(all.next());
        }
        var text = new StringBuilder();
        text.append(fault.getFaultCodeAsQName().getLocalPart() + " [" + codes + "] ");
        text.append(fault.getFaultString());
        if (!fault.hasDetail()) {
            return text + ", no detail";
        }
        fault.getDetail().getDetailEntries().forEachRemaining(entry -> {
            String zone = entry.getAttributeNS("urn:test:attribute", "zone");
            text.append(
                    ", " + entry.getLocalName() + " " + entry.getTextContent() + (zone.isEmpty() ? "" : " " + zone));
        });
        return text.toString();
    }

    private static Order order(Order order) {
        order.id = "7";
        order.amount = 2;
        order.price = new BigDecimal("1.50");
        order.picture = new byte[] {1, 2};
        order.articles.addAll(List.of("a", "b"));
        return order;
    }
}
