// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.config.ConfiguredClient;
import jakarta.xml.ws.BindingProvider;
import java.io.Closeable;
import java.io.IOException;

/** The client of this project. */
public final class OrderDesk implements Closeable {
    private final IOrders orders;

    public OrderDesk(ConfiguredClient client) {
        orders = MessageSecurity.requireSecured(new OrdersService().getWSHttpBindingIOrders(client.feature()));
        ((BindingProvider) orders)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, client.connectTo().toString());
    }

    public String place(String article, int number, String tenant) throws IOrdersPlaceOutOfStockFaultFaultMessage {
        Line line = new Line();
        line.setArticle(article);
        line.setNumber(number);
        Order order = new Order();
        order.setLines(new ArrayOfLine());
        order.getLines().getLine().add(line);
        return orders.place(order, tenant).getId();
    }

    @Override
    public void close() throws IOException {
        ((Closeable) orders).close();
    }
}
