// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.testing.Misbehaviour;
import dev.wshttp.testing.TestClient;
import dev.wshttp.testing.WsHttpTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the service of this project: the extension is the client. */
class OrdersServerTest {
    private static final ServiceEndpoint CONTRACT =
            ServiceEndpoint.fromWsdl(Path.of("src/main/resources/orders.wsdl").toUri());
    private static final URI ADDRESS = URI.create("http://orders.example/Orders");

    @RegisterExtension
    static final WsHttpTest WS = WsHttpTest.with(CONTRACT.binding()).withProtection(CONTRACT.protection());

    private OrdersServer server;

    @BeforeEach
    void start() throws Exception {
        server = new OrdersServer(0, WS.serviceFeature(ADDRESS));
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void takesOrdersWhileThereIsStock() throws Exception {
        TestClient<IOrders> client = WS.client(IOrders.class, ADDRESS, server.listensOn());

        assertEquals("north-7", client.port().place(orderOf(3), "north").getId());
        assertThrows(
                IOrdersPlaceOutOfStockFaultFaultMessage.class, () -> client.port().place(orderOf(8), "north"));
        assertEquals(List.of("north-7"), client.messages().get(1).texts("http://example.org/orders", "Id"));
    }

    @Test
    void takesNoOrderTwice() throws Exception {
        TestClient<IOrders> twice =
                WS.client(IOrders.class, ADDRESS, server.listensOn(), Misbehaviour.REPLAY);
        TestClient<IOrders> good = WS.client(IOrders.class, ADDRESS, server.listensOn());

        assertThrows(MessageSecurityException.class, () -> twice.port().place(orderOf(3), "north"));
        assertEquals("north-6", good.port().place(orderOf(1), "north").getId());
    }

    @Test
    void takesNoOrderOfAnUnknownClient() {
        TestClient<IOrders> unknown =
                WS.client(IOrders.class, ADDRESS, server.listensOn(), Misbehaviour.UNTRUSTED_CERTIFICATE);

        assertThrows(MessageSecurityException.class, () -> unknown.port().place(orderOf(3), "north"));
    }

    private static Order orderOf(int number) {
        Line line = new Line();
        line.setArticle("apple");
        line.setNumber(number);
        Order order = new Order();
        order.setLines(new ArrayOfLine());
        order.getLines().getLine().add(line);
        return order;
    }
}
