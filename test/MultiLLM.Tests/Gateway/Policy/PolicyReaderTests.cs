using System.Text;
using CsCheck;
using MultiLLM.Core.Gateway;
using MultiLLM.Core.Gateway.Policy.Detectors;
using MultiLLM.Core.Gateway.Policy.Rules;

namespace MultiLLM.Tests.Gateway.Policy;

public sealed class PolicyReaderTests
{
    private static readonly PolicyReader s_reader = new(DetectorCatalog.Load());

    private const string Good = """
        {
          // who may say what
          "version": "7",
          "rules": [
            { "id": "a", "detectors": ["secrets", "email"], "direction": "input", "action": "mask", "applies_to": { "roles": ["user"], "models": ["Tiny"] } },
            { "id": "b", "terms": ["Project Bluebird"], "action": "block", "message": "No.", "dry_run": true },
          ]
        }
        """;

    private static (ContentPolicy? Policy, IReadOnlyList<PolicyProblem> Problems) Read(string text) => s_reader.Read(Encoding.UTF8.GetBytes(text), "policy.json");

    [Fact]
    public void Read_WithCommentsAndTrailingCommas_IsTaken()
    {
        var policy = Read(Good).Policy!;

        Assert.Equal("7", policy.Version);
        Assert.Contains(policy.Rules[0].Detectors, detector => detector.Name == "aws_key");
        Assert.Equal(["project bluebird"], policy.Rules[1].Terms);
        Assert.True(policy.Rules[1].DryRun);
    }

    [Fact]
    public void Read_Faulty_TellsEverythingWithItsLine()
    {
        var problems = Read("""
            {
              "rules": [
                { "id": "a b", "detectors": ["secret"], "action": "maks" },
                { "id": "x", "action": "block", "oops": 1 },
                { "id": "x", "max_characters": 0, "action": "block" }
              ]
            }
            """).Problems;

        Assert.Contains(problems, problem => problem is { Line: 1, Message: "version is missing." });
        Assert.Contains(problems, problem => problem.Line == 3 && problem.Message.StartsWith("rules[0].id may have", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Line == 3 && problem.Message.Contains("\"secret\""));
        Assert.Contains(problems, problem => problem.Line == 3 && problem.Message.StartsWith("rules[0].action must be one of allow", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Line == 4 && problem.Message.StartsWith("rules[1].oops is not known", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Line == 5 && problem.Message.Contains("1 to"));
        Assert.Contains(problems, problem => problem.Message.Contains("unique"));
    }

    [Fact]
    public void Read_InjectionInOutput_IsWrong() =>
        Assert.Contains(Read("""{"version":"1","rules":[{"id":"a","detectors":["injection"],"direction":"output","action":"flag"}]}""").Problems, problem => problem.Message.Contains("prompt_injection"));

    /// <summary>Bounded fuzzing: whatever is done to a file, it is read or its faults are told.</summary>
    [Fact]
    public void Read_Mutated_NeverThrows() =>
        Gen.Select(Gen.Int[0, Good.Length - 1], Gen.Int[0, 12], Gen.String[Gen.Char["{}[]\":,\\ \n01aé\0"], 0, 6]).Array[1, 4].Sample(edits =>
        {
            var text = new StringBuilder(Good);
            foreach (var (at, length, with) in edits)
            {
                var start = Math.Min(at, text.Length);
                text.Remove(start, Math.Min(length, text.Length - start)).Insert(start, with);
            }
            var (policy, problems) = Read(text.ToString());
            Assert.NotEqual(policy is null, problems.Count == 0);
        }, iter: 5000);

    [Fact]
    public void AppliesTo_ModelChosenLater_RulesApplyAndExceptionsDoNot()
    {
        var rule = Read(Good).Policy!.Rules[0];
        var user = new Caller { Name = "u", Role = CallerRole.User };

        Assert.True(rule.AppliesTo(user, ["tiny"]));
        Assert.False(rule.AppliesTo(user, ["other"]));
        Assert.True(rule.AppliesTo(user, null));
        Assert.False((rule with { Action = PolicyAction.Allow }).AppliesTo(user, null));
        Assert.False(rule.AppliesTo(user with { Role = CallerRole.Admin }, ["tiny"]));
    }
}
