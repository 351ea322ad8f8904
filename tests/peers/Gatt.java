// What Nordic's ble-common reads from the values on standard input, one a line: the name of its reader, then bytes in
// hexadecimal. A line of answer each; gatt.py runs this. The library is reached by reflection, so that it need not be
// there to compile this, and nothing of a field is left out by us.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.StringJoiner;

final class Gatt {
    private static final String LIBRARY = "no.nordicsemi.android.ble.";

    public static void main(String[] args) throws Exception {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            System.out.println(read(words[0], HexFormat.of().parseHex(words[1])));
        }
    }

    private static String read(String reader, byte[] bytes) throws Exception {
        Class<?> value = Class.forName(LIBRARY + "data.Data");
        Class<?> device = Class.forName("android.bluetooth.BluetoothDevice");
        Object answer = Class.forName(LIBRARY + "common.callback." + reader).getConstructor().newInstance();
        try {
            Object data = value.getConstructor(byte[].class).newInstance((Object) bytes);
            answer.getClass().getMethod("onDataReceived", device, value).invoke(answer, null, data);
        } catch (InvocationTargetException problem) {
            return "refused: " + problem.getCause();
        }
        boolean valid = (boolean) answer.getClass().getMethod("isValid").invoke(answer);
        return valid ? fields(answer) : "refused: not valid";
    }

    /** Everything that it can be asked, by name. */
    private static String fields(Object answer) throws Exception {
        StringJoiner text = new StringJoiner(", ");
        Method[] all = answer.getClass().getDeclaredMethods();
        Arrays.sort(all, Comparator.comparing(Method::getName));
        for (Method one : all) {
            if (one.getParameterCount() == 0 && one.getName().matches("(get|is|were)[A-Z].*")) {
                text.add(one.getName().replaceFirst("^get", "") + "=" + shown(one.invoke(answer)));
            }
        }
        return text.toString();
    }

    private static String shown(Object value) throws Exception {
        if (value instanceof Calendar time) {
            // What is not set is not known. Asking for a field sets others, so that each is looked at first.
            int[] wanted = {Calendar.YEAR, Calendar.MONTH, Calendar.DATE, Calendar.HOUR_OF_DAY, Calendar.MINUTE, Calendar.SECOND};
            boolean[] set = new boolean[Calendar.FIELD_COUNT];
            for (int field : wanted) {
                set[field] = time.isSet(field);
            }
            StringJoiner text = new StringJoiner("-");
            for (int field : wanted) {
                text.add(set[field] ? String.valueOf(time.get(field) + (field == Calendar.MONTH ? 1 : 0)) : "?");
            }
            return text.toString();
        }
        if (value == null || value instanceof Enum || value.getClass().getName().startsWith("java.")) {
            return String.valueOf(value);
        }
        StringJoiner text = new StringJoiner(" ", "{", "}");
        for (Field field : value.getClass().getFields()) {
            if (!Modifier.isStatic(field.getModifiers())) {
                text.add(field.getName() + "=" + field.get(value));
            }
        }
        return text.toString();
    }
}
