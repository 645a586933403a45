// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorNames;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.config.ConfiguredService;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Executors;

/**
 * A program: instances of a service that write each call that they execute into a {@link TruthLog}.
 * Arguments: log, how far its clock is ahead, {@code honest} or {@code forgetful}, and a settings file for each instance.
 */
public final class CounterInstance {
    static final String READY = "READY ";

    private static final String PATH = "/Calculator";
    private static final int THREADS = 16;

    private CounterInstance() {}

    public static void main(String[] arguments) throws IOException {
        // The server reads it once, and would let each small answer wait.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        var truth = new TruthLog(Path.of(arguments[0]));
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.parse(arguments[1]));
        for (String settings : Arrays.asList(arguments).subList(3, arguments.length)) {
            MessageSecurityFeature configured =
                    ConfiguredService.fromFile(Path.of(settings)).feature();
            serve(
                    (arguments[2].equals("forgetful") ? Forgetful.version(configured) : configured).withClock(clock),
                    truth.open());
        }
    }

    private static void serve(MessageSecurityFeature feature, TruthLog.Writer truth) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        Endpoint endpoint = Endpoint.create(new Counter(truth), feature);
        endpoint.publish(server.createContext(PATH));
        MessageSecurity.requireSecured(endpoint);
        server.start();
        System.out.println(READY + "http://localhost:" + server.getAddress().getPort() + PATH);
    }

    /** Adds, and tells the log. */
    @WebService(
            endpointInterface = "dev.wshttp.calculator.Calculator",
            targetNamespace = CalculatorNames.NAMESPACE,
            serviceName = "CalculatorService",
            portName = "WSHttpBinding_ICalculator",
            wsdlLocation = CalculatorNames.WSDL_LOCATION)
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static final class Counter implements Calculator {
        private final TruthLog.Writer truth;

        Counter(TruthLog.Writer truth) {
            this.truth = truth;
        }

        @Override
        public double add(double client, double number) {
            truth.append(new TruthLog.Call((long) client, (long) number));
            return client + number;
        }

        @Override
        public double subtract(double n1, double n2) {
            return n1 - n2;
        }

        @Override
        public double multiply(double n1, double n2) {
            return n1 * n2;
        }

        @Override
        public double divide(double n1, double n2) {
            return n1 / n2;
        }

        @Override
        public String callerIdentity() {
            return "";
        }
    }
}
