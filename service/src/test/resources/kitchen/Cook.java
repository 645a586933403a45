// SPDX-License-Identifier: Apache-2.0
package kitchen;

import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.soap.SOAPBinding;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicInteger;
import javax.xml.datatype.XMLGregorianCalendar;

/** The service. */
@WebService(
        serviceName = "KitchenService",
        portName = "WSHttpBinding_IKitchen",
        targetNamespace = "http://kitchen/",
        endpointInterface = "kitchen.IKitchen")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class Cook implements IKitchen {
    private final AtomicInteger rings = new AtomicInteger();

    @Override
    public String echoString(String s) {
        return s;
    }

    @Override
    public ArrayOfstring echoStrings(ArrayOfstring s) {
        return s;
    }

    @Override
    public Dish echoDish(Dish d) {
        return d;
    }

    @Override
    public XMLGregorianCalendar echoDate(XMLGregorianCalendar d) {
        return d;
    }

    @Override
    public BigDecimal echoDecimal(BigDecimal d) {
        return d;
    }

    @Override
    public byte[] echoBytes(byte[] b) {
        return b;
    }

    @Override
    public void fail(String how) throws IKitchenFailKitchenFaultFaultFaultMessage {
        KitchenFault fault = new KitchenFault();
        fault.setCode(42);
        fault.setWhy(new ObjectFactory().createKitchenFaultWhy(how));
        throw new IKitchenFailKitchenFaultFaultFaultMessage("typed reason", fault);
    }

    @Override
    public void ring(String s) {
        rings.incrementAndGet();
    }

    @Override
    public Integer ringCount() {
        return rings.get();
    }

    @Override
    public void nothing(String s) {}

    @Override
    public String noArgs() {
        return "none";
    }

    @Override
    public String odd(String s) {
        return s;
    }

    @Override
    public void sleep(Integer ms) {}
}
