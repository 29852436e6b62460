using System.Globalization;

namespace MultiLLM.Core.Gateway.Limits.Budgets;

/// <summary>A calendar day or month, UTC.</summary>
/// <param name="Kind">Which limit it is of.</param>
/// <param name="Name">"2026-11-25" or "2026-11".</param>
/// <param name="Ends">Its first moment that is not part of it.</param>
internal readonly record struct BudgetPeriod(LimitKind Kind, string Name, DateTimeOffset Ends)
{
    public static BudgetPeriod DayOf(DateTimeOffset moment)
    {
        var day = moment.UtcDateTime.Date;
        return new(LimitKind.TokensPerDay, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), new DateTimeOffset(day.AddDays(1), TimeSpan.Zero));
    }

    public static BudgetPeriod MonthOf(DateTimeOffset moment)
    {
        var month = new DateTime(moment.UtcDateTime.Year, moment.UtcDateTime.Month, 1);
        return new(LimitKind.TokensPerMonth, month.ToString("yyyy-MM", CultureInfo.InvariantCulture), new DateTimeOffset(month.AddMonths(1), TimeSpan.Zero));
    }
}

/// <param name="Key">Public id of the key.</param>
/// <param name="Period">Whose budget.</param>
internal readonly record struct BudgetId(string Key, BudgetPeriod Period);
