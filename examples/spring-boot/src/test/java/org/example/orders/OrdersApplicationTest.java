// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.client.TestRestTemplate;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.context.annotation.Lazy;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "management.server.port=0")
class OrdersApplicationTest {
    @Autowired
    @Lazy
    private IOrders orders;

    @Autowired
    private TestRestTemplate http;

    @LocalManagementPort
    private int management;

    @Test
    void placesAnOrder() throws Exception {
        assertThat(orders.place(orderOf(3), "north").getPlacedBy()).startsWith("CN=Cohowinery.com").endsWith("for north");
        assertThatThrownBy(() -> orders.place(orderOf(1_000), "north"))
                .isInstanceOf(IOrdersPlaceOutOfStockFaultFaultMessage.class);
    }

    @Test
    void letsOnlyManagersRestock() {
        assertThatThrownBy(() -> orders.restock("apple", 5)).hasMessageContaining("Access is denied.");
    }

    @Test
    void isHealthyAndCountsCalls() throws Exception {
        orders.place(orderOf(1), "north");

        assertThat(actuator("health")).contains("UP");
        assertThat(actuator("metrics/wshttp.calls")).contains("COUNT");
    }

    @Test
    void describesItself() {
        assertThat(http.getForObject("/Orders?singleWsdl", String.class)).contains("http://localhost:8080/Orders");
    }

    private String actuator(String name) {
        return http.getForObject("http://127.0.0.1:" + management + "/actuator/" + name, String.class);
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
