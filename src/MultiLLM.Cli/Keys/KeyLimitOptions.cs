using System.CommandLine;
using MultiLLM.Contracts.Api;

namespace MultiLLM.Cli.Keys;

/// <summary>What a new key may use.</summary>
internal sealed class KeyLimitOptions
{
    private readonly Option<int?> _requests = Number<int?>("--requests-per-minute", "Requests in a minute.");
    private readonly Option<long?> _tokens = Number<long?>("--tokens-per-minute", "Tokens of prompts and answers in a minute.");
    private readonly Option<int?> _concurrency = Number<int?>("--concurrency", "Requests at once.");
    private readonly Option<long?> _day = Number<long?>("--tokens-per-day", "Tokens in a day.");
    private readonly Option<long?> _month = Number<long?>("--tokens-per-month", "Tokens in a month.");
    private readonly Option<int?> _prompt = Number<int?>("--max-prompt-tokens", "Tokens of the largest prompt.");
    private readonly Option<int?> _answer = Number<int?>("--max-answer-tokens", "Tokens of the largest answer.");
    private readonly Option<string?> _priority = new("--priority") { Description = "low, normal or high: whose requests wait for whose.", HelpName = "WORD" };

    public KeyLimitOptions() => _priority.AcceptOnlyFromAmong("low", "normal", "high");

    public void AddTo(Command command)
    {
        foreach (var option in (IEnumerable<Option>)[_requests, _tokens, _concurrency, _day, _month, _prompt, _answer, _priority])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Null: nothing is said.</summary>
    public KeyLimitsInfo? Of(ParseResult parsed)
    {
        var limits = new KeyLimitsInfo
        {
            RequestsPerMinute = parsed.GetValue(_requests),
            TokensPerMinute = parsed.GetValue(_tokens),
            Concurrency = parsed.GetValue(_concurrency),
            TokensPerDay = parsed.GetValue(_day),
            TokensPerMonth = parsed.GetValue(_month),
            MaxPromptTokens = parsed.GetValue(_prompt),
            MaxAnswerTokens = parsed.GetValue(_answer),
            Priority = parsed.GetValue(_priority),
        };
        return limits == new KeyLimitsInfo() ? null : limits;
    }

    private static Option<T> Number<T>(string name, string description) => new(name) { Description = description + " Default: no limit.", HelpName = "N" };
}
