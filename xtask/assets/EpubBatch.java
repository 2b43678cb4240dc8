// EPUBCheck over many books in one JVM: starting it costs seconds, a further book well under one.
// Each line that it prints is for xtask/src/validate/epub.rs: fields parted by tabs, a kind first.
//   message FILE SEVERITY RULE PLACE TEXT   one finding
//   done    FILE FATALS ERRORS WARNINGS     the counts of a book that was checked to its end
//   crash   FILE TEXT                       EPUBCheck itself failed on the book

import com.adobe.epubcheck.api.EPUBLocation;
import com.adobe.epubcheck.api.EpubCheck;
import com.adobe.epubcheck.api.MasterReport;
import com.adobe.epubcheck.messages.Message;
import com.adobe.epubcheck.util.FeatureEnum;
import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

public final class EpubBatch extends MasterReport {
    private static final PrintStream OUT = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    private final String file;

    private EpubBatch(String file) {
        this.file = file;
        setEpubFileName(file);
        setLocale(Locale.ENGLISH);
    }

    public static void main(String[] files) {
        for (String file : files) {
            EpubBatch report = new EpubBatch(file);
            try {
                new EpubCheck(new File(file), report).doValidate();
                line("done", file, report.getFatalErrorCount(), report.getErrorCount(), report.getWarningCount());
            } catch (Throwable failure) {
                line("crash", file, failure);
            }
        }
    }

    @Override
    public void message(Message message, EPUBLocation place, Object... details) {
        String where = place.getPath() + (place.getLine() > 0 ? ":" + place.getLine() : "");
        line("message", file, message.getSeverity(), message.getID(), where, message.getMessage(details));
    }

    @Override
    public void info(String resource, FeatureEnum feature, String value) {
        // What a book uses is no finding.
    }

    @Override
    public int generate() {
        return 0;
    }

    @Override
    public void initialize() {
        // Nothing is gathered before the first message.
    }

    private static void line(Object... fields) {
        StringBuilder line = new StringBuilder();
        for (Object field : fields) {
            line.append(line.length() == 0 ? "" : "\t").append(String.valueOf(field).replaceAll("\\s+", " "));
        }
        OUT.println(line);
    }
}
