using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection;

public sealed class CodeSignsTests
{
    [Theory]
    [InlineData("Write a Python function that reverses a string")]
    [InlineData("How do I sort a list in Java?")]
    [InlineData("```\nlet x = 1\n```\nwhat does this do")]
    [InlineData("Give me a SQL query for all users older than 30")]
    [InlineData("regex for email? write the regex please")]
    [InlineData("Traceback (most recent call last):\n  File \"x.py\"")]
    [InlineData("java.lang.NullPointerException: null\n   at com.x.Y.z(Y.java:5)")]
    [InlineData("def add(a, b):\n    return")]
    [InlineData("SELECT name FROM users WHERE id = 5")]
    [InlineData("public static void main")]
    [InlineData("Implement a class for a stack in C#")]
    [InlineData("print hello world in Go")]
    [InlineData("Show me a bash script that counts files")]
    [InlineData("reverse a linked list in rust")]
    public void Find_AsksForCode_SaysWhy(string prompt) => Assert.NotNull(CodeSigns.Find(prompt));

    [Theory]
    [InlineData("What is machine learning?")]
    [InlineData("Tell me about the island of Java")]
    [InlineData("Is Python a snake?")]
    [InlineData("Which class of animals do frogs belong to?")]
    [InlineData("Write a poem about the sea")]
    [InlineData("How do I fix a leaking tap?")]
    [InlineData("What does the heart's function depend on?")]
    [InlineData("Explain the theory of relativity")]
    [InlineData("I need a letter of recommendation")]
    [InlineData("")]
    public void Find_OrdinaryQuestion_Nothing(string prompt) => Assert.Null(CodeSigns.Find(prompt));

    [Fact]
    public void Find_HugeHostileText_IsFast()
    {
        var time = TimeProvider.System;
        var start = time.GetTimestamp();

        foreach (var piece in (string[])["write ", "select a from", "at a.b(", "((((", "create function "])
            CodeSigns.Find(string.Concat(Enumerable.Repeat(piece, 200_000)));

        Assert.InRange(time.GetElapsedTime(start).TotalSeconds, 0, 2);
    }
}
