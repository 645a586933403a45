// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.HealthCheck;
import dev.wshttp.calculator.Calculator;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.credential.Thumbprint;
import dev.wshttp.testing.WsHttpTest;
import dev.wshttp.testing.container.CalculatorServiceContainer;
import dev.wshttp.testing.container.ConfigFolder;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.output.WaitingConsumer;
import org.testcontainers.containers.wait.strategy.Wait;

/** The service's image, and a client on this machine that reaches it through a mapped port. */
@Tag("long")
@ExtendWith(WhereDockerRuns.class)
class ServiceContainerIT {
    private static final String VIA = "message-security.via";
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    static Path folder;

    private static Parties parties;
    private static CalculatorServiceContainer service;

    @BeforeAll
    static void start() throws IOException {
        parties = Parties.createIn(folder);
        service = ServiceImage.with(parties.config());
        service.start();
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Test
    void calculates() {
        try (var calculator = parties.client(Map.of(VIA, service.via().toString()))) {
            assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
            assertThat(calculator.subtract(145, 76.54)).isCloseTo(68.46, within(1e-12));
            assertThat(calculator.multiply(9, 81.25)).isEqualTo(731.25);
            assertThat(calculator.divide(22, 7)).isEqualTo(22.0 / 7);
            assertThat(calculator.callerIdentity())
                    .isEqualTo("CN=Cohowinery.com; "
                            + Thumbprint.of(parties.pki().client().certificate()));
        }
    }

    @Test
    void calculatesInWcfsDefaultModeForClientThatHasNothingOfIt() {
        try (var negotiating = ServiceImage.with(parties.configInDefaultMode())) {
            negotiating.start();

            var via = Map.of(VIA, negotiating.via().toString());
            try (var calculator = parties.clientInDefaultMode(via)) {
                assertThat(calculator.add(100, 15.99)).isEqualTo(115.99);
                assertThat(calculator.callerIdentity())
                        .isEqualTo("CN=Cohowinery.com; "
                                + Thumbprint.of(parties.pki().client().certificate()));
            }
            var untrusted = Map.of(
                    VIA,
                    negotiating.via().toString(),
                    "message-security.client-certificate.file",
                    "client-untrusted-twin.p12");
            try (var calculator = parties.clientInDefaultMode(untrusted)) {
                assertThatExceptionOfType(MessageSecurityException.class)
                        .isThrownBy(() -> calculator.add(1, 2))
                        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.NEGOTIATION_REFUSED));
            }
        }
    }

    @Test
    void isOnePartnerOfTheTestsOfProjects() {
        try (var partners = WsHttpTest.create();
                var image = new CalculatorServiceContainer(ModuleImage.SERVICE.image()).withSettingsOf(partners)) {
            image.start();

            var client = partners.client(Calculator.class, CalculatorServiceContainer.ADDRESS, image.via());

            assertThat(client.port().add(100, 15.99)).isEqualTo(115.99);
        }
    }

    @Test
    void refusesCredentialOfAnotherAuthority() {
        var untrusted = Map.of(
                VIA, service.via().toString(), "message-security.client-certificate.file", "client-untrusted-twin.p12");
        try (var calculator = parties.client(untrusted)) {
            assertThatExceptionOfType(MessageSecurityException.class)
                    .isThrownBy(() -> calculator.add(1, 2))
                    .satisfies(refused -> assertThat(refused.fault()).isEqualTo(SecurityFault.FAULT_NOT_SECURED));
        }
    }

    @Test
    void isTheServiceAtItsAddressAndNotAtTheMappedPort() throws TimeoutException {
        var mapped = Map.of("message-security.address", service.via().toString());
        try (var calculator = parties.client(mapped)) {
            assertThatExceptionOfType(SOAPFaultException.class).isThrownBy(() -> calculator.add(1, 2));
        }

        var log = new WaitingConsumer();
        service.followOutput(log, OutputType.STDERR);
        log.waitUntil(line -> line.getUtf8String().contains("DESTINATION_UNREACHABLE"), 10, TimeUnit.SECONDS);
    }

    @Test
    void saysWhereItIs() {
        assertThat(service.getLogs(OutputType.STDOUT)).isEqualTo("READY " + CalculatorServiceContainer.ADDRESS + "\n");
    }

    @Test
    void runsAsUserWhoIsNotRoot() {
        var processes = service.getDockerClient()
                .topContainerCmd(service.getContainerId())
                .exec();

        assertThat(processes.getTitles()).startsWith("UID");
        // The check of the container's health may run just now, too.
        assertThat(List.of(processes.getProcesses()))
                .isNotEmpty()
                .allSatisfy(process -> assertThat(process[0]).isEqualTo(String.valueOf(ConfigFolder.IMAGE_USER)));
    }

    @Test
    void becomesHealthy() {
        try (var watched = ServiceImage.with(parties.config())
                .withCreateContainerCmdModifier(ServiceContainerIT::askEverySecond)
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(Duration.ofSeconds(60)))) {
            watched.start();

            assertThat(watched.isHealthy()).isTrue();
        }
    }

    @Test
    void endsSoonWhenAskedTo() {
        try (var asked = ServiceImage.with(parties.config())) {
            asked.start();

            assertThat(asked.end()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(asked.getLogs()).doesNotContain("ERROR", "Exception");
        }
    }

    @Test
    void needsNoPlaceToWrite() throws IOException {
        try (var locked = ServiceImage.mounting(parties.readableByAll())) {
            locked.start();

            try (var calculator = parties.client(Map.of(VIA, locked.via().toString()))) {
                assertThat(calculator.add(1, 2)).isEqualTo(3);
            }
            assertThat(locked.getLogs(OutputType.STDERR)).doesNotContain("Read-only", "WARN");
        }
    }

    @Test
    void explainsFilesOfAnotherOwner() {
        try (var locked = ServiceImage.with(parties.config().ownedBy(0))) {
            locked.withStartupCheckStrategy(new HasEnded()).waitingFor(Wait.forLogMessage(".*who may read it.*", 1));
            locked.start();

            assertThat(locked.getCurrentContainerInfo().getState().getExitCodeLong())
                    .isEqualTo(3);
            assertThat(locked.getLogs(OutputType.STDERR)).contains("/config/service.properties", "who may read it");
        }
    }

    /** Leaves out what is asked, so that it stays the command of the image. */
    private static void askEverySecond(CreateContainerCmd command) {
        command.withHealthcheck(
                new HealthCheck().withInterval(Duration.ofSeconds(1).toNanos()));
    }
}
