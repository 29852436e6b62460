using MultiLLM.SelectionBench.World;

namespace MultiLLM.SelectionBench.Machinery;

/// <summary>What became of a scenario.</summary>
internal sealed class Outcome(Scenario scenario, IReadOnlyList<Answer> answers, int swaps)
{
    public IReadOnlyList<Answer> Answers => answers;
    public double SwapsPerHundred => 100.0 * swaps / answers.Count;

    /// <summary>Who answered each turn.</summary>
    public int[] Assignment => [.. answers.Select(answer => answer.Model)];

    public Scenario Scenario => scenario;

    /// <summary>Mean over all turns, 0 to 1.</summary>
    public double Worth(Yardstick yardstick) => answers.Average(answer => yardstick.Worth(answer.Quality, answer.EndedAt - answer.CameAt, answer.Turn.Preference.QualityWeight));
}
