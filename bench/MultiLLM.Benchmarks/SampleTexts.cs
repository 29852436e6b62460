namespace MultiLLM.Benchmarks;

/// <summary>What people might send.</summary>
internal static class SampleTexts
{
    public const string Question = "Which of these two invoices was paid twice, and how do I tell the supplier politely?";
    private const string Line = "Invoice 4711 of 3 May over 1,250.00 was booked to account 4400 and paid on 9 May; see `ledger.csv` (row 17).\n";

    /// <summary>Fills the window that the classifier looks at.</summary>
    public static string Page { get; } = Long(40);

    public static string Long(int lines) => $"{Question}\n{string.Concat(Enumerable.Repeat(Line, lines))}";
}
