using System.Globalization;

namespace MultiLLM.Cli.Keys;

/// <summary>When a key expires, as people say it: "90d", "12h", or a day or time.</summary>
internal static class KeyEnd
{
    /// <summary>Null: it is neither.</summary>
    public static DateTimeOffset? Read(string text, DateTimeOffset now)
    {
        if (text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 36_500)
        {
            switch (text[^1])
            {
                case 'h':
                    return now.AddHours(number);
                case 'd':
                    return now.AddDays(number);
                case 'w':
                    return now.AddDays(7.0 * number);
            }
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) ? time.ToUniversalTime() : null;
    }
}
