using MultiLLM.Core.Catalog;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Core.Selection.Understanding;
using MultiLLM.SelectionBench.Prompts;

namespace MultiLLM.SelectionBench.World;

/// <summary>Makes what people ask: conversations with follow-ups, bursts, all tasks, all preferences.</summary>
internal sealed class TraceMaker(IReadOnlyList<LabelledPrompt> prompts, Chance chance)
{
    /// <summary>Characters that a token covers; the product reckons with six bytes, so as not to rule a model out wrongly.</summary>
    public const double CharactersPerToken = 4.2;
    private const int MostPromptTokens = 2200;
    private const int MostTurns = 6;
    private const int MostBurst = 6;

    /// <summary>Follow-ups that mean little without what was said before.</summary>
    private static readonly string[] Continuations =
    [
        "Can you make that shorter?", "Go on.", "Why?", "Give me an example.", "Explain the second point in more detail.", "And what would you change?", "Is there another way?",
        "Put it more simply, please.", "Thanks. What should I watch out for?", "Und jetzt bitte noch etwas kürzer.", "ok and if it is twice as many?", "Are you sure?",
    ];

    /// <summary>How much the product's own expectation of answer lengths is off at each task here.</summary>
    private readonly double[] _lengthBias = [.. Enum.GetValues<ModelTask>().Select(_ => chance.Factor(0.25))];

    private readonly ILookup<ModelTask, LabelledPrompt> _byTask = prompts.ToLookup(prompt => prompt.Task);
    private int _turns;

    /// <param name="turns">At least so many in all.</param>
    /// <param name="gapSeconds">Between new conversations, on average.</param>
    public IReadOnlyList<Conversation> Make(int turns, double gapSeconds)
    {
        var (conversations, clock) = (new List<Conversation>(), 0.0);
        while (_turns < turns)
        {
            clock += chance.Gap(gapSeconds);
            var together = chance.Uniform() < 0.1 ? 2 + chance.Below(MostBurst - 1) : 1;
            for (var i = 0; i < together; i++)
                conversations.Add(Talk($"c{conversations.Count}", clock + (i * chance.Between(0, 2))));
        }
        return conversations;
    }

    private Conversation Talk(string id, double start)
    {
        var preference = chance.Uniform() switch { < 0.25 => Preference.Fast, < 0.75 => Preference.Balanced, _ => Preference.Quality };
        var first = Turn(chance.Of(prompts), 0, preference, 0);
        var turns = new List<Turn> { first };
        while (turns.Count < MostTurns && chance.Uniform() < 0.55 && turns[^1].PromptTokens + turns[^1].AnswerTokens < MostPromptTokens)
            turns.Add(FollowUp(turns[^1]));
        return new Conversation(id, start, turns);
    }

    private Turn FollowUp(Turn before)
    {
        var history = before.PromptTokens + before.AnswerTokens;
        return chance.Uniform() switch
        {
            < 0.25 => Same(before, before.Text, history) with { ComplainsBelow = chance.Between(1, 7) },
            < 0.50 => Same(before, chance.Of(Continuations), history),
            < 0.80 => Turn(chance.Of(_byTask[before.Task].ToList()), history, before.Preference, Think()),
            _ => Turn(chance.Of(prompts), history, before.Preference, Think()),
        };
    }

    private Turn Same(Turn before, string text, int history) => Turn(new LabelledPrompt(text, before.Task, before.Difficulty), history, before.Preference, Think()) with
    {
        Hardness = before.Hardness,
    };

    private Turn Turn(LabelledPrompt prompt, int history, Preference preference, double think)
    {
        var truth = new TaskReading { Task = prompt.Task, Confidence = 1, IsSure = true, Chances = [], Difficulty = prompt.Difficulty };
        var answer = AnswerLength.Expect(prompt.Text, truth, RequestSigns.None, allowed: 1500) * _lengthBias[(int)prompt.Task] * chance.Factor(0.45);
        return new Turn
        {
            Index = _turns++,
            Text = prompt.Text,
            Task = prompt.Task,
            Difficulty = prompt.Difficulty,
            Hardness = (int)prompt.Difficulty - 1 + chance.Normal(0.35),
            AnswerTokens = (int)Math.Clamp(answer, 4, 1500),
            PromptTokens = history + (int)(prompt.Text.Length / CharactersPerToken) + 20,
            Preference = preference,
            ThinkSeconds = think,
            ComplainsBelow = 0,
        };
    }

    private double Think() => chance.Between(5, 30) + chance.Gap(20);
}
