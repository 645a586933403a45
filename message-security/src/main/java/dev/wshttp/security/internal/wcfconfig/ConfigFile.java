// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.TextFile;
import dev.wshttp.security.UntrustedText;
import dev.wshttp.security.internal.xml.XmlParser;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a .NET configuration file into elements that know their lines. It refuses document types, and with them entities and external
 * documents, and XInclude. Size and depth are bounded.
 */
final class ConfigFile {
    private static final int LARGEST_BYTES = 1 << 20;
    private static final int DEEPEST = 64;
    private static final String XINCLUDE = "http://www.w3.org/2001/XInclude";
    private static final String EXPECTED = " (expected an App.config or Web.config of .NET). ";

    private final Path file;

    private ConfigFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @return the element {@code configuration}
     * @throws MessageSecurityException with {@link SecurityFault#CONFIGURATION_INVALID} if that is not what it is
     */
    static ConfigElement read(Path file) {
        return new ConfigFile(file).read();
    }

    private ConfigElement read() {
        byte[] octets = octets();
        try {
            ConfigElement root = elements(XmlParser.reader(octets));
            if (!root.name().equals("configuration")) {
                throw refused(root + " is the root", "Name the configuration file itself.");
            }
            return root;
        } catch (XMLStreamException malformed) {
            throw new MessageSecurityException(
                    SecurityFault.CONFIGURATION_INVALID,
                    "Cannot read the settings from '" + file + "': it is no well-formed XML: "
                            + UntrustedText.oneLine(XmlParser.reason(malformed)) + EXPECTED
                            + "Correct it there.",
                    malformed);
        }
    }

    private ConfigElement elements(XMLStreamReader reader) throws XMLStreamException {
        Deque<ConfigElement> open = new ArrayDeque<>();
        @Nullable ConfigElement root = null;
        while (reader.hasNext()) {
            int event = reader.next();
            int line = reader.getLocation().getLineNumber();
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> {
                    ConfigElement element = element(reader, line);
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.element().add(element);
                    }
                    open.push(element);
                    requireShallow(open.size(), element);
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
                    if (!open.isEmpty()) {
                        open.element().addText(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw refused(
                            "line " + line + " has a document type or an entity",
                            "Remove it; write values out where they are used.");
                default -> {
                    // comments and processing instructions
                }
            }
        }
        if (root == null) {
            throw new XMLStreamException("it has no element");
        }
        return root;
    }

    private ConfigElement element(XMLStreamReader reader, int line) {
        var attributes = new LinkedHashMap<String, String>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            attributes.put(
                    name(reader.getAttributePrefix(i), reader.getAttributeLocalName(i)), reader.getAttributeValue(i));
        }
        var element = new ConfigElement(name(reader.getPrefix(), reader.getLocalName()), line, Map.copyOf(attributes));
        if (XINCLUDE.equals(reader.getNamespaceURI())) {
            throw refused(element + " includes another file", "Put the content of that file in its place.");
        }
        return element;
    }

    private void requireShallow(int depth, ConfigElement element) {
        if (depth > DEEPEST) {
            throw refused(element + " is nested more than " + DEEPEST + " deep", "Check what the file is.");
        }
    }

    private byte[] octets() {
        try {
            return TextFile.octets(file, LARGEST_BYTES);
        } catch (TextFile.UnreadableException unreadable) {
            throw refused(unreadable.found(), unreadable.remedy());
        }
    }

    private static String name(@Nullable String prefix, String localName) {
        return prefix == null || prefix.isEmpty() ? localName : prefix + ":" + localName;
    }

    private MessageSecurityException refused(String found, String remedy) {
        return new MessageSecurityException(
                SecurityFault.CONFIGURATION_INVALID,
                "Cannot read the settings from '" + file + "': " + found + EXPECTED + remedy);
    }
}
