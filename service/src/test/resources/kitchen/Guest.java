// SPDX-License-Identifier: Apache-2.0
package kitchen;

import com.sun.xml.ws.developer.WSBindingProvider;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.datatype.DatatypeFactory;

/** The client. */
public class Guest {
    private final List<String> seen = new ArrayList<>();
    private final IKitchen kitchen;

    public Guest(IKitchen kitchen) {
        this.kitchen = kitchen;
    }

    /** Calls every operation; returns what came back, each with its action. */
    public List<String> dine() throws Exception {
        saw(kitchen.echoString("a\u00e9\r\n<&>"));
        ArrayOfstring strings = new ArrayOfstring();
        strings.getString().addAll(Arrays.asList("one", null, ""));
        saw(kitchen.echoStrings(strings).getString());
        saw(dish());
        saw(kitchen.echoDate(DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-11-28T12:00:00Z")));
        saw(kitchen.echoDecimal(new BigDecimal("1.50")));
        saw(Arrays.toString(kitchen.echoBytes(new byte[] {1, 2, 3})));
        try {
            kitchen.fail("typed");
        } catch (IKitchenFailKitchenFaultFaultFaultMessage fault) {
            saw(fault.getMessage() + " " + fault.getFaultInfo().getWhy().getValue() + " " + fault.getFaultInfo().getCode());
        }
        kitchen.ring("one");
        kitchen.nothing("x");
        saw("nothing");
        saw(kitchen.noArgs());
        saw(kitchen.odd("odd"));
        while (kitchen.ringCount() == 0) {
            Thread.onSpinWait();
        }
        saw("rang");
        return seen;
    }

    private String dish() {
        ObjectFactory factory = new ObjectFactory();
        Dish side = new Dish();
        side.setName(factory.createDishName("salad"));
        Dish dish = new Dish();
        dish.setName(factory.createDishName(null));
        dish.setSide(factory.createDishSide(side));
        dish.setPrice(new BigDecimal("9.90"));
        dish.setColor(Color.fromValue("sky blue"));
        dish.setPhoto(factory.createDishPhoto(new byte[] {7}));
        Dish back = kitchen.echoDish(dish);
        return back.getName().isNil() + " " + back.getSide().getValue().getName().getValue() + " " + back.getPrice() + " "
                + back.getColor().value() + " " + back.getPhoto().getValue()[0];
    }

    private void saw(Object value) {
        String action = ((WSBindingProvider) kitchen)
                .getInboundHeaders().stream()
                        .filter(header -> header.getLocalPart().equals("Action"))
                        .map(header -> header.getStringContent())
                        .findFirst()
                        .orElse("");
        seen.add(value + " | " + action);
    }
}
