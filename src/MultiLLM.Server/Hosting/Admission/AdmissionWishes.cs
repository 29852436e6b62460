using System.Globalization;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Limits;
using MultiLLM.Core.Gateway.Limits.Deadlines;
using MultiLLM.Server.Requests;

namespace MultiLLM.Server.Hosting.Admission;

/// <summary>What a request's headers say about its turn.</summary>
/// <param name="Priority">Its key's, or the lower one it asks for.</param>
/// <param name="Deadline">Null: it waits as long as it takes.</param>
internal sealed record AdmissionWishes(RequestPriority Priority, RequestDeadline? Deadline)
{
    /// <summary>high, normal or low; more than the key has is what the key has.</summary>
    public const string PriorityHeader = "x-multillm-priority";

    /// <summary>Seconds, or a moment as RFC 3339 has it; "; cut" behind it ends also an answer that has begun.</summary>
    public const string DeadlineHeader = "x-multillm-deadline";

    private const string Cut = "cut";

    /// <summary>A year: longer than anybody waits, and far from where calendars end.</summary>
    private const double MostSeconds = 31_536_000;

    public static Result<AdmissionWishes> Read(IHeaderDictionary headers, Caller caller, DateTimeOffset now)
    {
        var most = caller.Limits.Priority;
        RequestPriority? wished = headers[PriorityHeader] switch
        {
            [] => most,
            ["high"] => RequestPriority.High,
            ["normal"] => RequestPriority.Normal,
            ["low"] => RequestPriority.Low,
            _ => null,
        };
        if (wished is not { } priority)
            return Wrong(PriorityHeader, "must be \"high\", \"normal\" or \"low\"", headers[PriorityHeader].ToString());
        var deadline = headers[DeadlineHeader];
        if (deadline.Count == 0)
            return new AdmissionWishes(Lower(most, priority), null);
        if (deadline is not [{ } text] || DeadlineOf(text, now) is not { } moment)
            return Wrong(DeadlineHeader, $"must be a number of seconds up to {MostSeconds}, or a moment such as 2026-01-31T12:00:00Z, and may be followed by \"; {Cut}\"", deadline.ToString());
        return new AdmissionWishes(Lower(most, priority), moment);
    }

    private static RequestDeadline? DeadlineOf(string text, DateTimeOffset now)
    {
        var parts = text.Split(';', 2, StringSplitOptions.TrimEntries);
        if (parts is [_, not Cut])
            return null;
        var cuts = parts.Length == 2;
        if (double.TryParse(parts[0], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds))
            return seconds <= MostSeconds ? new RequestDeadline(now + TimeSpan.FromSeconds(seconds), cuts) : null;
        // With the letter T and an offset: without one nobody knows which moment is meant.
        return parts[0].Contains('T', StringComparison.OrdinalIgnoreCase) && HasOffset(parts[0])
            && DateTimeOffset.TryParse(parts[0], CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment)
            ? new RequestDeadline(moment, cuts)
            : null;
    }

    private static bool HasOffset(string moment) => moment.EndsWith('Z') || moment.EndsWith('z') || moment is [.., '+' or '-', _, _, ':', _, _];

    private static RequestPriority Lower(RequestPriority one, RequestPriority other) => (RequestPriority)Math.Min((int)one, (int)other);

    private static Error Wrong(string header, string must, string value) =>
        new(ErrorCode.InvalidRequest, $"The header {header} {must}; got \"{JsonText.Shorten(value)}\".", header);
}
