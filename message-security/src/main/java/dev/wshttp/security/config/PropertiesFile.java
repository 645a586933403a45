// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.config;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Reads a properties file in UTF-8. */
final class PropertiesFile {
    private final Path file;

    private PropertiesFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the keys of the file and their values, without white space around the values.
     *
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if the file cannot be read
     */
    static Map<String, String> read(Path file) {
        return new PropertiesFile(file).read();
    }

    private Map<String, String> read() {
        Properties properties = load();
        var values = new HashMap<String, String>();
        for (String key : properties.stringPropertyNames()) {
            values.put(key, properties.getProperty(key).strip());
        }
        return values;
    }

    private Properties load() {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
            return properties;
        } catch (NoSuchFileException absent) {
            throw refused("there is no such file", "Check the path.", absent);
        } catch (CharacterCodingException | IllegalArgumentException malformed) {
            throw refused("it is not a properties file in UTF-8", "Check what it is.", malformed);
        } catch (IOException refused) {
            throw Files.isDirectory(file)
                    ? refused("it is a folder", "Name the file in it.", refused)
                    : refused("it cannot be opened", "Check who may read it.", refused);
        }
    }

    private MessageSecurityException refused(String found, String remedy, Exception cause) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "Cannot read the settings from '" + file + "': " + found + " (expected a properties file in UTF-8). "
                        + remedy,
                cause);
    }
}
